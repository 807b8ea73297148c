/**
 * How much one content may hold. They hold for a content as written and again with its includes expanded, so what is
 * served always parses by the same rules. Bytes are of UTF-8; lengths are in UTF-16 code units.
 */
export const CONTENT_LIMITS = {
  /** Bytes of a text, or of all messages of a chat together. */
  textBytes: 1_048_576,
  messages: 1_000,
  variables: 500,
  /** Includes in all texts of a prompt together. */
  includes: 500,
  tools: 256,
  /** Length of a name of a model, provider, message author, column, step or scorer. */
  nameLength: 200,
  /** Length of a description, and of a variable's default or example. */
  descriptionLength: 10_000,
  /** Bytes of canonical JSON of one set of model or scorer parameters, or one tool's schema. */
  parametersBytes: 262_144,
  /** How deep parameters, schemas and cells may nest. */
  jsonDepth: 32,
  steps: 500,
  columns: 200,
  /** Rows of a dataset that are saved with it at once; more are uploaded in parts before. */
  rows: 1_000,
  /** Bytes of canonical JSON of rows that are saved with their dataset at once. */
  rowsBytes: 8_388_608,
  /** Bytes of canonical JSON of one row. */
  rowBytes: 1_048_576,
  /** Length of the canonical JSON of a cell in the key column. */
  keyLength: 200,
  /** Rows of a dataset in all. */
  datasetRows: 250_000,
  /** Bytes of canonical JSON of all rows of a dataset. */
  datasetBytes: 536_870_912,
  scorers: 100,
  /** Bytes of canonical JSON of a workflow or an evaluation with everything that it names in it. */
  expandedBytes: 8_388_608,
  /** How many levels of includes may stand below a content. */
  includeDepth: 8,
  /** How many entries the closure of a content may have. */
  closureEntries: 1_000,
} as const;

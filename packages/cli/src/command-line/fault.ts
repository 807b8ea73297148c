/** Something that whoever runs a command can put right: said in a sentence, with what to do about it, without a trace. */
export class Fault extends Error {
  /** What to do about it, in a sentence. */
  readonly remedy: string;

  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "Fault";
    this.remedy = remedy;
  }
}

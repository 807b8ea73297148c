/** The oldest Node that the bootstrap itself runs on. */
export const oldestThatBootstraps = "18.0.0";

/**
 * The oldest Node that Countersign is built and tested with. The published packages run from 22.13 on; from 22.18 on
 * Node runs the TypeScript of tests and examples as it stands.
 */
export const oldestThatBuilds = "22.18.0";

/**
 * Whether `version` is `oldest` or newer; both as `major.minor.patch`.
 *
 * @param {string} version
 * @param {string} oldest
 * @returns {boolean}
 */
export function reaches(version, oldest) {
  const is = version.split(".").map(Number);
  const differences = oldest.split(".").map((least, index) => Number(is[index]) - Number(least));
  const decisive = differences.find((difference) => difference !== 0);
  return decisive === undefined || decisive > 0;
}

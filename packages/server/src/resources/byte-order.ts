/** Order of the bytes of two texts of ASCII, as paths and names are, whatever the locale of database and machine. */
export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

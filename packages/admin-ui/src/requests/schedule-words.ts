/** The moment that a field for date and time says, in the viewer's own zone; `null` while it says none. */
export function instantOf(local: string): string | null {
  const moment = new Date(local);
  return local === "" || Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** The ages that requests are filtered by, in days; an address may name another, which is offered too. */
const ages: readonly number[] = [1, 3, 7];

export function ageChoices(days: number | undefined): { readonly value: string; readonly label: string }[] {
  const offered = days === undefined || ages.includes(days) ? ages : [...ages, days].sort((a, b) => a - b);
  return [
    { value: "any", label: "Any age" },
    ...offered.map((age) => ({ value: String(age), label: `Older than ${inDays(age)}` })),
  ];
}

/** What is not there, in the words of the filters: "nothing waits" is said only where nothing does. */
export function emptyTitle(show: "awaiting-me" | "mine" | "all", days: number | undefined): string {
  const older = days === undefined ? "" : ` that is older than ${inDays(days)}`;
  switch (show) {
    case "awaiting-me":
      return days === undefined ? "Nothing waits for you" : `Nothing${older} waits for you`;
    case "mine":
      return days === undefined ? "You have not asked for a release" : `You have no request${older}`;
    case "all":
      return days === undefined ? "No release request here" : `No release request here${older}`;
  }
}

function inDays(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}

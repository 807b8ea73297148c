/** Where the console is mounted in these tests. */
export const basePaths = ["/", "/x", "/a/b/c"] as const;

export type Servers = Readonly<Record<(typeof basePaths)[number], string>>;

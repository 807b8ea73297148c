const root = "[data-countersign]";

/**
 * The same selector, matching only inside the console's root element; what asks for the document's root or body asks for
 * the console's own root instead. So a host page keeps its own look, also where it uses the same parts.
 *
 * @param ours the console's own styles win over those of the parts that it is made of, in whatever order they are loaded
 */
export function scopeSelector(selector: string, ours: boolean): string {
  const trimmed = selector.trim();
  if (trimmed === ":root" || trimmed === ":host" || trimmed === "body" || trimmed === "html") return root;
  const scope = `${ours ? ":is" : ":where"}(${root}, ${root} *)`;
  const pseudoElement = trimmed.search(/::[a-z-]+(\([^)]*\))?(:[a-z-]+)*$/);
  if (pseudoElement === -1) return `${trimmed}${scope}`;
  return `${trimmed.slice(0, pseudoElement)}${scope}${trimmed.slice(pseudoElement)}`;
}

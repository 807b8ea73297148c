/** The id of the element that a thread of the conversation stands in. */
export function threadElement(commentId: string): string {
  return `thread-${commentId}`;
}

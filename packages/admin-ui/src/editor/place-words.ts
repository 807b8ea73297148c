/** Where something stands in a content, in words: `/messages/0/content` is "Message 1". */
export function placeWords(path: string): string {
  const [, first, second] = path.split("/");
  if (first === undefined || first === "") return "Content";
  const number = second === undefined || !/^\d+$/.test(second) ? null : Number(second) + 1;
  const name = `${first.slice(0, 1).toUpperCase()}${first.slice(1)}`;
  return number === null ? name : `${name.endsWith("s") ? name.slice(0, -1) : name} ${number}`;
}

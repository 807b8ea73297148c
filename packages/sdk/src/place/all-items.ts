import type { Call, CallOptions, Page, PageInput } from "@countersign/core";

/** Every item of a paged list, page after page: `for await (const member of allItems(client.member.list, {}))`. */
export async function* allItems<Input extends PageInput, Item>(
  list: Call<Input, Page<Item>>,
  input: Input,
  options?: CallOptions,
): AsyncGenerator<Item, void, undefined> {
  for (let cursor = input.cursor; ; ) {
    const page: Page<Item> = await list({ limit: LARGEST_PAGE, ...input, cursor }, options);
    yield* page.items;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

const LARGEST_PAGE = 200;

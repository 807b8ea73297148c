// Which prompts there are, as `countersign types` found them. Write it anew rather than change it.
import "@countersign/sdk";

declare module "@countersign/sdk" {
  interface PromptCatalogue {
    production: {
      plain: {
        production: { readonly [name: string]: never };
      };
      "support/answer": {
        production: { readonly company: string | number | boolean; readonly tone?: string | number | boolean };
        staging: { readonly customer: string | number | boolean };
      };
    };
    "qa \"2\"'`": {
      "a\u2028b\\": {
        live: { readonly [name: string]: never };
      };
    };
  }
}

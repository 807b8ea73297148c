import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type RouterHistory, RouterProvider } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { describeFailure, isPassing } from "./client/failure.ts";
import { type ConsoleClient, SurroundingsProvider } from "./client/surroundings.tsx";
import { AnnouncerProvider } from "./interface/announcer.tsx";
import { createConsoleRouter } from "./shell/router.tsx";
import { consoleTheme } from "./theme/theme.ts";

export interface CountersignConsoleProps {
  /** Asks the server: what `createClient` of `@countersign/sdk` makes. Keep it the same between renders. */
  readonly client: ConsoleClient;
  /** The path below which the console lives in the host's addresses. Default: "/". */
  readonly basePath?: string;
  /** Where addresses are kept. Default: the browser's history. */
  readonly history?: RouterHistory;
  /** Forces the colours. Default: the viewer's choice, which is the system's until the viewer makes one. */
  readonly colorScheme?: "light" | "dark";
  /** Admits the console's style elements under a content security policy that asks for a nonce. */
  readonly nonce?: string;
  /** The document belongs to the console, which sets its title then. Default: false. */
  readonly ownsDocument?: boolean;
}

/**
 * The whole console. It fills the element it is put in, keeps its styles to itself, and draws its menus and dialogs
 * inside itself too. The host imports `@countersign/admin-ui/styles.css` once.
 */
export function CountersignConsole(props: CountersignConsoleProps) {
  // Everything within needs the root element, so it is drawn once the element is there.
  const [root, setRoot] = useState<HTMLElement | null>(null);
  return (
    <div ref={setRoot} data-countersign="">
      {root === null ? null : <Console {...props} root={root} />}
    </div>
  );
}

const colorSchemes = localStorageColorSchemeManager({ key: "countersign.colours" });

function Console({ root, ...props }: CountersignConsoleProps & { readonly root: HTMLElement }) {
  const { client, basePath = "/", history, colorScheme, nonce, ownsDocument = false } = props;
  const theme = useMemo(() => consoleTheme(root), [root]);
  const router = useMemo(() => createConsoleRouter({ basePath, history }), [basePath, history]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what another client answered is not this client's
  const queries = useMemo(createQueries, [client]);
  const surroundings = useMemo(() => ({ client, root, nonce, ownsDocument }), [client, root, nonce, ownsDocument]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesSelector="[data-countersign]"
      getRootElement={() => root}
      withGlobalClasses={false}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
      {...(colorScheme === undefined ? {} : { forceColorScheme: colorScheme })}
      {...(nonce === undefined ? {} : { getStyleNonce: () => nonce })}
    >
      <SurroundingsProvider value={surroundings}>
        <QueryClientProvider client={queries}>
          <AnnouncerProvider>
            <RouterProvider router={router} />
          </AnnouncerProvider>
        </QueryClientProvider>
      </SurroundingsProvider>
    </MantineProvider>
  );
}

function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        // A session that ended elsewhere ends here too.
        const asksWho = query.queryKey[0] === "session";
        if (!asksWho && describeFailure(error).code === "unauthenticated") {
          void queries.invalidateQueries({ queryKey: ["session", "me"] });
        }
      },
    }),
    defaultOptions: {
      queries: { staleTime: 5000, retry: (count, error) => count < 2 && isPassing(error) },
      mutations: { retry: false },
    },
  });
  return queries;
}

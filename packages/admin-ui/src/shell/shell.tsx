import type { DemoStatus } from "@countersign/core";
import { ActionIcon, Burger, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { Outlet, useLocation } from "@tanstack/react-router";
import { Suspense, useEffect, useRef } from "react";
import { useSurroundings } from "../client/surroundings.tsx";
import { PageShape } from "../interface/skeletons.tsx";
import { SearchDialog } from "../search/search-dialog.tsx";
import { Brand } from "./brand.tsx";
import { DemoBanner } from "./demo-banner.tsx";
import { Navigation } from "./navigation.tsx";
import styles from "./shell.module.css";
import { useShellKeys } from "./shell-keys.ts";
import { ShortcutsSheet } from "./shortcuts-sheet.tsx";
import { useReturnedFocus } from "./use-returned-focus.ts";

/** What stands around every page: navigation, search, keys, the demo's banner. */
export function Shell({ demo }: { readonly demo: DemoStatus | null }) {
  const [drawer, drawerOf] = useDisclosure(false);
  const [search, searchOf] = useDisclosure(false);
  const [keys, keysOf] = useDisclosure(false);
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useReturnedFocus(useSurroundings().root);
  useShellKeys({ openSearch: searchOf.open, openKeys: keysOf.open });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the drawer
  useEffect(() => drawerOf.close(), [pathname]);

  return (
    <div className={styles["shell"]} data-demo={demo !== null}>
      <button type="button" className={styles["skip"]} onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      {demo === null ? null : <DemoBanner demo={demo} />}
      <div className={styles["columns"]}>
        <aside className={styles["side"]}>
          <Navigation onSearch={searchOf.open} onKeys={keysOf.open} />
        </aside>
        <div className={styles["content"]}>
          <header className={styles["bar"]}>
            <Burger opened={drawer} onClick={drawerOf.toggle} size="sm" aria-label="Navigation" />
            <Brand />
            <ActionIcon aria-label="Search" onClick={searchOf.open}>
              <IconSearch size={18} />
            </ActionIcon>
          </header>
          <main ref={main} id="main" className={styles["main"]} tabIndex={-1}>
            <Suspense fallback={<PageShape />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
      </div>
      <Drawer.Root opened={drawer} onClose={drawerOf.close} size="17rem" padding={0}>
        <Drawer.Overlay />
        <Drawer.Content aria-label="Navigation">
          <Navigation
            onSearch={() => {
              drawerOf.close();
              searchOf.open();
            }}
            onKeys={() => {
              drawerOf.close();
              keysOf.open();
            }}
          />
        </Drawer.Content>
      </Drawer.Root>
      <SearchDialog opened={search} onClose={searchOf.close} />
      <ShortcutsSheet opened={keys} onClose={keysOf.close} />
    </div>
  );
}

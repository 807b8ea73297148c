import { IconX } from "@tabler/icons-react";
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import styles from "./announcer.module.css";

/** Takes back what was announced, and says what came of that. */
export type Undo = () => Promise<string>;

type Announce = (text: string, undo?: Undo) => void;

interface Notice {
  readonly id: number;
  readonly text: string;
  readonly undo: Undo | null;
}

const AnnounceContext = createContext<Announce>(() => undefined);

/** Says what changed, shown for a moment and read by screen readers; what can be undone offers to. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

/** How long a notice stays, in milliseconds; longer where there is something to decide. */
const stay = { plain: 6000, undoable: 15_000 } as const;

/** Holds the live region; notices leave by themselves, but not while they are pointed at or hold the focus. */
export function AnnouncerProvider({ children }: { readonly children: ReactNode }) {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const next = useRef(0);
  const region = useRef<HTMLDivElement>(null);
  const dismiss = useCallback((id: number) => setNotices((all) => all.filter((notice) => notice.id !== id)), []);
  const announce = useCallback<Announce>(
    (text, undo) => {
      next.current += 1;
      const id = next.current;
      const leave = () => {
        if (region.current?.matches(":hover, :focus-within") === true) setTimeout(leave, 2000);
        else dismiss(id);
      };
      setNotices((all) => [...all.slice(-1), { id, text, undo: undo ?? null }]);
      setTimeout(leave, undo === undefined ? stay.plain : stay.undoable);
    },
    [dismiss],
  );
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      <div ref={region} className={styles["notices"]} role="status" aria-live="polite">
        {notices.map(({ id, text, undo }) => (
          <div key={id} className={styles["notice"]}>
            <span>{text}</span>
            {undo === null ? null : (
              <button
                type="button"
                className={styles["undo"]}
                onClick={() => {
                  // It is said anew when the server has answered; asking twice would undo twice.
                  dismiss(id);
                  void undo().then((said) => announce(said));
                }}
              >
                Undo
              </button>
            )}
            <button type="button" className={styles["dismiss"]} aria-label="Dismiss" onClick={() => dismiss(id)}>
              <IconX size={14} aria-hidden />
            </button>
          </div>
        ))}
      </div>
    </AnnounceContext.Provider>
  );
}

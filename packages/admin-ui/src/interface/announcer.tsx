import { IconX } from "@tabler/icons-react";
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import styles from "./announcer.module.css";

type Announce = (text: string) => void;

const AnnounceContext = createContext<Announce>(() => undefined);

/** Says what changed, shown for a moment and read by screen readers. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

/** Holds the live region; notices leave by themselves after six seconds. */
export function AnnouncerProvider({ children }: { readonly children: ReactNode }) {
  const [notices, setNotices] = useState<readonly { readonly id: number; readonly text: string }[]>([]);
  const next = useRef(0);
  const dismiss = useCallback((id: number) => setNotices((all) => all.filter((notice) => notice.id !== id)), []);
  const announce = useCallback<Announce>(
    (text) => {
      next.current += 1;
      const id = next.current;
      setNotices((all) => [...all.slice(-1), { id, text }]);
      setTimeout(() => dismiss(id), 6000);
    },
    [dismiss],
  );
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      <div className={styles["notices"]} role="status" aria-live="polite">
        {notices.map(({ id, text }) => (
          <div key={id} className={styles["notice"]}>
            <span>{text}</span>
            <button type="button" className={styles["dismiss"]} aria-label="Dismiss" onClick={() => dismiss(id)}>
              <IconX size={14} aria-hidden />
            </button>
          </div>
        ))}
      </div>
    </AnnounceContext.Provider>
  );
}

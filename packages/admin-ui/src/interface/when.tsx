import { Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { absoluteTime, relativeTime } from "./relative-time.ts";

export interface WhenProps {
  /** ISO 8601; `null` shows `never`. */
  readonly at: string | null;
  /** What is shown without a time. Default: "never". */
  readonly never?: string;
}

/** A time as how long ago it is; in full, in the viewer's zone, on hover. */
export function When({ at, never = "never" }: WhenProps) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  if (at === null) return <span>{never}</span>;
  const date = new Date(at);
  return (
    <Tooltip label={absoluteTime(date)}>
      <time dateTime={at}>{relativeTime(date, now)}</time>
    </Tooltip>
  );
}

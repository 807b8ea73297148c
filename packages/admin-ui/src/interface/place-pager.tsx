import { Button, NumberInput } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import styles from "./place-pager.module.css";

export interface PlacePagerProps {
  /** The plural of what is listed. */
  readonly noun: string;
  /** The place of the first one that is shown, from 0. */
  readonly from: number;
  readonly shown: number;
  readonly total: number;
  readonly pageSize: number;
  onGo(from: number): void;
}

/** Where one is in a list whose places are known, and the ways to others. Nothing where all of it is shown. */
export function PlacePager({ noun, from, shown, total, pageSize, onGo }: PlacePagerProps) {
  const [wanted, setWanted] = useState<number | string>("");
  if (total <= shown) return null;
  const place = typeof wanted === "number" ? Math.min(Math.max(1, Math.floor(wanted)), total) : null;
  return (
    <nav className={styles["pager"]} aria-label={`Pages of ${noun}`}>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconChevronLeft size={14} aria-hidden />}
        disabled={from === 0}
        onClick={() => onGo(Math.max(0, from - pageSize))}
      >
        Previous
      </Button>
      <span className={styles["place"]} aria-live="polite">
        {(from + 1).toLocaleString("en")} to {(from + shown).toLocaleString("en")} of {total.toLocaleString("en")}{" "}
        {noun}
      </span>
      <Button
        variant="default"
        size="xs"
        rightSection={<IconChevronRight size={14} aria-hidden />}
        disabled={from + shown >= total}
        onClick={() => onGo(from + shown)}
      >
        Next
      </Button>
      <form
        className={styles["jump"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (place !== null) onGo(place - 1);
        }}
      >
        <NumberInput
          aria-label={`Go to one of the ${noun} by its number`}
          placeholder="Number"
          size="xs"
          w={110}
          min={1}
          max={total}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          value={wanted}
          onChange={setWanted}
        />
        <Button type="submit" variant="default" size="xs" disabled={place === null}>
          Go
        </Button>
      </form>
    </nav>
  );
}

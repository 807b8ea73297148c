import "@mantine/core/styles.css";
import "./base.css";
import "./tokens.css";
import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** Iron-gall ink, the violet black that signatures were written in: the console's one accent. */
const ink: MantineColorsTuple = [
  "#f5f2fb",
  "#e8e1f5",
  "#d2c4ec",
  "#b8a3e0",
  "#9d81d3",
  "#8464c4",
  "#6c48ae",
  "#573595",
  "#472a7c",
  "#362060",
];

/** Paper in the light: neutrals with a trace of the ink in them. */
const gray: MantineColorsTuple = [
  "#faf9f8",
  "#f4f2f1",
  "#e9e6e5",
  "#dcd8d8",
  "#c6c1c4",
  "#a39da4",
  "#78717c",
  "#5c5562",
  "#3a3441",
  "#1e1a24",
];

/** Paper in the dark. */
const dark: MantineColorsTuple = [
  "#e8e5ee",
  "#c9c4d2",
  "#a8a2b4",
  "#7d7689",
  "#443f4d",
  "#332e3b",
  "#26222d",
  "#17141c",
  "#121016",
  "#0c0a0f",
];

/** Sealing wax, for what destroys: white text on it reaches contrast AA in the light and in the dark. */
const red: MantineColorsTuple = [
  "#fdebeb",
  "#fbd5d5",
  "#f6b0b0",
  "#ee8484",
  "#dc5050",
  "#c53030",
  "#b8282c",
  "#ab1f24",
  "#93191e",
  "#7a1418",
];

const sans =
  'ui-sans-serif, -apple-system, BlinkMacSystemFont, "Segoe UI", "Inter", "Noto Sans", "Helvetica Neue", Arial, sans-serif';
const mono =
  'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace';

/**
 * What the console looks like: one accent, quiet neutrals, small type for dense tables, the machine's own fonts.
 * `portal` is the element that menus and dialogs are drawn in, so that they stay inside the console's root.
 */
export function consoleTheme(portal: HTMLElement) {
  const compact = { defaultProps: { size: "sm" } };
  return createTheme({
    primaryColor: "ink",
    primaryShade: { light: 7, dark: 5 },
    colors: { ink, gray, dark, red },
    black: "#1e1a24",
    fontFamily: sans,
    fontFamilyMonospace: mono,
    fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
    lineHeights: { xs: "1.4", sm: "1.5", md: "1.55", lg: "1.5", xl: "1.35" },
    headings: {
      fontFamily: sans,
      fontWeight: "620",
      sizes: {
        h1: { fontSize: "1.375rem", lineHeight: "1.3" },
        h2: { fontSize: "1rem", lineHeight: "1.4" },
        h3: { fontSize: "0.875rem", lineHeight: "1.45" },
        h4: { fontSize: "0.8125rem", lineHeight: "1.5" },
      },
    },
    radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px", xl: "16px" },
    defaultRadius: "md",
    spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
    shadows: {
      sm: "0 1px 2px rgb(30 26 36 / 6%)",
      md: "0 4px 16px rgb(30 26 36 / 12%)",
      lg: "0 12px 40px rgb(30 26 36 / 20%)",
    },
    cursorType: "pointer",
    respectReducedMotion: true,
    components: {
      Portal: { defaultProps: { target: portal } },
      Button: { defaultProps: { size: "xs", radius: "md" } },
      ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "md" } },
      TextInput: compact,
      PasswordInput: compact,
      NumberInput: compact,
      Textarea: compact,
      JsonInput: compact,
      Select: compact,
      MultiSelect: compact,
      NativeSelect: compact,
      Checkbox: { defaultProps: { size: "xs" } },
      Radio: { defaultProps: { size: "xs" } },
      Switch: { defaultProps: { size: "sm" } },
      Tooltip: { defaultProps: { openDelay: 250, multiline: true, maw: 340, withArrow: true, arrowSize: 6 } },
      Modal: {
        defaultProps: {
          lockScroll: false,
          closeButtonProps: { "aria-label": "Close" },
          centered: true,
          radius: "lg",
          padding: "lg",
          overlayProps: { backgroundOpacity: 0.45, blur: 2 },
        },
      },
      ModalRoot: { defaultProps: { lockScroll: false, centered: true, radius: "lg" } },
      ModalTitle: { defaultProps: { fz: "md", fw: 640 } },
      ModalOverlay: { defaultProps: { backgroundOpacity: 0.45, blur: 2 } },
      Drawer: { defaultProps: { lockScroll: false, closeButtonProps: { "aria-label": "Close" } } },
      DrawerRoot: { defaultProps: { lockScroll: false } },
      // The first item takes the focus, not an element that no reader of a screen may skip.
      Menu: { defaultProps: { shadow: "md", radius: "md", withInitialFocusPlaceholder: false } },
      Anchor: { defaultProps: { underline: "hover" } },
      Badge: { defaultProps: { radius: "sm", tt: "none", fw: 550 } },
      // In one line, however many there are and however narrow the window is.
      Tabs: { styles: { list: { flexWrap: "nowrap", overflowX: "auto", overflowY: "hidden" }, tab: { flex: "none" } } },
      Table: { defaultProps: { verticalSpacing: 8, horizontalSpacing: 12 } },
    },
  });
}

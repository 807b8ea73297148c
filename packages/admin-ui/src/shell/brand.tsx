import { addresses } from "../interface/addresses.ts";
import { BrandMark } from "../interface/brand-mark.tsx";
import { PageLink } from "../interface/page-link.tsx";
import styles from "./brand.module.css";

/** The console's mark and name, which lead home. */
export function Brand() {
  return (
    <PageLink to={addresses.home()} className={styles["brand"] ?? ""}>
      <BrandMark />
      Countersign
    </PageLink>
  );
}

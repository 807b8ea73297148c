import { IconSignature, IconSignatureOff } from "@tabler/icons-react";
import { CopyableId } from "../interface/copyable-id.tsx";
import { shortThumbprint } from "../interface/short-id.ts";
import { When } from "../interface/when.tsx";
import { type ReleaseSignature, signatureWords } from "./release-signature.ts";
import styles from "./signature-mark.module.css";

/** Whether a release is signed, in words, and the key to copy. */
export function SignatureMark({ signature }: { readonly signature: ReleaseSignature }) {
  const { type } = signature;
  const keyId = type === "signed" || type === "signed-later" ? signature.keyId : null;
  const Icon = keyId === null ? IconSignatureOff : IconSignature;
  return (
    <span className={styles["mark"]} data-signature={type}>
      {type === "withheld" ? null : <Icon size={14} aria-hidden />}
      <span>
        {signatureWords[type]}
        {type === "signed-later" ? (
          <>
            , <When at={signature.signedAt} />
          </>
        ) : null}
      </span>
      {keyId === null ? null : (
        <CopyableId id={keyId} shown={shortThumbprint(keyId)} what="id of the key that signed" />
      )}
    </span>
  );
}

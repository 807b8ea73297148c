/** Why something that an operator asked for cannot be done, in whole sentences; shown as they are, without a trace. */
export class StartFault extends Error {
  override readonly name = "StartFault";
}

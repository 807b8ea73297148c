import type { App } from "../app.ts";
import type { CountersignServer } from "../compose.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { awaitEnding } from "./ending.ts";
import { listen } from "./listening.ts";

/** Something that serves, and how it is seen from outside. */
export interface Served {
  readonly server: CountersignServer;
  /** What answers; default the server itself. */
  readonly app?: App;
}

/** Where a server is reached. */
export interface Place {
  /** The origin that browsers use. */
  readonly publicUrl: string;
  /** The address on this machine, base path and last slash included. */
  readonly url: string;
}

/**
 * Takes the port, opens what is to be served, and serves it until the process is told to end. The port comes first, so
 * that nothing is touched where it cannot be had.
 *
 * @param open may take its time; it ends early, by throwing, when the signal says so
 */
export async function serveUntilTold(
  configuration: Configuration,
  open: (place: Place, signal: AbortSignal) => Promise<Served>,
  serving: (place: Place) => void | Promise<void>,
): Promise<"done"> {
  using ending = awaitEnding(configuration.endsWithStdin);
  const listening = await listen(configuration);
  const place: Place = {
    publicUrl: configuration.publicUrl ?? listening.origin,
    url: `${listening.origin}${configuration.basePath}/`,
  };
  let served: Served | null = null;
  try {
    served = await open(place, ending.signal);
    // What is put around the server sees everything.
    if (served.app === undefined) listening.serve(served.server.fetch, served.server.quick);
    else listening.serve(served.app);
    await serving(place);
    await ending.told;
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  } finally {
    served?.server.endStreams();
    await listening.close();
    await served?.server.close();
  }
  return "done";
}

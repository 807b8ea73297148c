/**
 * Calls `act`, once, when the npm that started this process is gone without having told it so: npm may be killed by a
 * signal that it can't pass on, and then this process is given another parent.
 *
 * The scripts of package.json begin with `exec`, so that npm is the parent and no shell stands in between. A process
 * that npm did not start is never abandoned.
 *
 * @param {() => void} act
 * @returns {void}
 */
export function whenAbandoned(act) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 250);
  timer.unref();
}

// Work for when the page has nothing else to do, as much as fits into each such time.
const queue = [];

/** Calls `work` in an idle time; as long as it gives true, once more. */
export function whenIdle(work) {
  if (queue.push(work) === 1) ask();
}

function ask() {
  // Safari has no idle times.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: 3000 });
  else setTimeout(run, 60);
}

function run(deadline) {
  const end = performance.now() + 5;
  const remains = () => (deadline ? deadline.timeRemaining() > 3 : performance.now() < end);
  do {
    const [work] = queue;
    let goesOn = false;
    try {
      goesOn = work();
    } catch (error) {
      console.error(error);
    }
    if (!goesOn) queue.shift();
  } while (queue.length && remains());
  if (queue.length) ask();
}

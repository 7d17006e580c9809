/** Shortest time of several rounds, in milliseconds: the one with the least noise of other programs in it. */
export async function best(rounds, work) {
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}

/** One line of the result: what, how much, and the bound where there is one. */
export function print(what, value, bound = '') {
  console.log(`${what.padEnd(58)} ${value.padStart(14)}  ${bound}`);
}

/** Up to this many labelled leads every one of them is a reason to fit anew. */
const everyUpTo = 30;
/** Beyond that the next fit comes with this many times the leads. */
const refitGrowth = 1.06;
/** The first choice of the prior, and how many times the leads call for the next. */
const firstChoice = 8;
const choiceGrowth = 1.3;

/** The largest number of leads up to `count` at which the model is fitted anew; 0 before the first. */
export function lastRefit(count: number): number {
  if (count <= everyUpTo) return count;
  let at = everyUpTo;
  for (let next = at; next <= count; next = Math.round(next * refitGrowth)) at = next;
  return at;
}

/**
 * The largest number of leads up to `count` at which the prior is chosen anew; 0 before the first. A
 * choice always falls on a fit: after it nothing depends on the order in which labels came.
 */
export function lastChoice(count: number): number {
  let at = 0;
  for (let next = firstChoice; next <= count; next = refitFrom(next * choiceGrowth)) at = next;
  return at;
}

/** The first fit at or beyond a number of leads. */
function refitFrom(count: number): number {
  let at = Math.min(Math.ceil(count), everyUpTo);
  while (at < count) at = Math.round(at * refitGrowth);
  return at;
}

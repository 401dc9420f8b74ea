import type { LlmPrice } from './settings.ts';

/** Tokens of one language model. */
export interface TokenUse {
  model: string;
  promptTokens: number;
  completionTokens: number;
}

const TOKENS_PER_PRICE = 1_000_000;

/**
 * What the tokens cost, in the currency of the prices; null when the list does not know the model. Services answer with the name of
 * a version (`gpt-5-mini-2025-08-07`): the price with the longest name that begins it counts.
 */
export function llmCost(
  { model, promptTokens, completionTokens }: TokenUse,
  prices: readonly LlmPrice[],
): number | null {
  const known = prices.filter((price) => model.startsWith(price.model));
  const [price] = known.sort((a, b) => b.model.length - a.model.length);
  if (!price) return null;
  return (promptTokens * price.prompt + completionTokens * price.completion) / TOKENS_PER_PRICE;
}

const NUMBERS = new Intl.NumberFormat('en');

/** 1234 → `1,234`. */
export const countText = (count: number): string => NUMBERS.format(count);

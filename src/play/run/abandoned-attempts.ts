/**
 * How many attempts of this process did not end when they were told to, and were left to themselves: they may keep it
 * from ending, and still do things. It stands alone, because the command looks at it also when nothing was played.
 */
export const leftAlone = { count: 0 };

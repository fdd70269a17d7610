/**
 * The number of attempts of this process that did not end within their grace time: they may still have effects, and keep
 * the process from ending. In a file of its own, because the command also reads it when nothing was played.
 */
export const abandonedAttempts = { count: 0 };

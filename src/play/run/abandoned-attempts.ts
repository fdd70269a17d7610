/**
 * How many attempts of this process did not end within their grace time: they may still do things, and keep the process
 * from ending. A file of its own, because the command reads it also when nothing was played.
 */
export const abandonedAttempts = { count: 0 };

import { writeFileSync } from 'node:fs';

// Loaded before a program that is measured: when it ends, what it used is written down.
const path = process.env.BENCH_USAGE;
process.on('exit', () => {
  if (path !== undefined) writeFileSync(path, JSON.stringify(process.resourceUsage()));
});

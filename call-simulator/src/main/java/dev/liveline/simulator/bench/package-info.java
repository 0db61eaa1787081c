/// The benchmarks of docs/performance.md: load from this process, CPU time read from the services' processes. Start at
/// [dev.liveline.simulator.bench.Bench]; results are CPU time per unit of work and ratios within one run, never promises.
package dev.liveline.simulator.bench;

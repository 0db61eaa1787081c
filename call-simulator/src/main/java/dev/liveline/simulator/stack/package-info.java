/// The whole of Liveline on one machine, for `./liveline up`, the demo and the end-to-end tests: an embedded Redis, the four services as
/// processes, and a gateway with the path table that the ingress has in Kubernetes. Start at [dev.liveline.simulator.stack.Stack].
package dev.liveline.simulator.stack;

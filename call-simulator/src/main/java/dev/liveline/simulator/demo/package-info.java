/// `./liveline demo`: simulated customers on the real services, captioned live. Start at [dev.liveline.simulator.demo.Demo].
package dev.liveline.simulator.demo;

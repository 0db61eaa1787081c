/// What both stand-in clouds are built on: [CloudPort], where one listens, and [CallBook], the calls it remembers.
package dev.liveline.simulator.cloud;

/// Liveline from outside: the programs behind `./liveline`, the packaged services as processes, real sockets.
package dev.liveline.endtoend;

/// What a service tells of the streams it reads: start at [dev.liveline.edge.reading.LoopMetrics].
@NullMarked
package dev.liveline.edge.reading;

import org.jspecify.annotations.NullMarked;

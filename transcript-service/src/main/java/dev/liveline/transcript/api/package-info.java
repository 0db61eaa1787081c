/// `/calls`: what people and programs with a token may see of calls. Start at [dev.liveline.transcript.api.CallResource].
@NullMarked
package dev.liveline.transcript.api;

import org.jspecify.annotations.NullMarked;

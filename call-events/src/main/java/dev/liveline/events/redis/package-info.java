/// How entries are appended and read: the delivery rules, so that they cannot differ between services. Start at
/// [dev.liveline.events.redis.StreamAppender] and [dev.liveline.events.redis.ReadingLoop], for events at [dev.liveline.events.redis.PushedLoop].
///
/// Everything here runs on a Vert.x event loop and is asynchronous; nothing blocks and nothing is shared between loops.
@NullMarked
package dev.liveline.events.redis;

import org.jspecify.annotations.NullMarked;

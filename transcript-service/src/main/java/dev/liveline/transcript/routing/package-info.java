/// What call-router tells of calls, from the routing stream to facts. Start at [dev.liveline.transcript.routing.RoutingFeed].
@NullMarked
package dev.liveline.transcript.routing;

import org.jspecify.annotations.NullMarked;

/// Who answers a call, as plain data and functions: no clock, no Redis, no framework.
///
/// Start at [dev.liveline.router.routing.NumberRoute] (what a number is configured to do), then
/// [dev.liveline.router.routing.CallerHears] (what a caller hears next) and [dev.liveline.router.routing.FallbackPlan] (how that follows
/// from where they are).
@NullMarked
package dev.liveline.router.routing;

import org.jspecify.annotations.NullMarked;

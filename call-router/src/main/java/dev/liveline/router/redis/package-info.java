/// What call-router keeps in Redis, and how it goes on while Redis is away. Stores block their (virtual) thread within the budget of
/// [dev.liveline.router.redis.BudgetedRedis] and never an event loop.
@NullMarked
package dev.liveline.router.redis;

import org.jspecify.annotations.NullMarked;

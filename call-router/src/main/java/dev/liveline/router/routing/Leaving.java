package dev.liveline.router.routing;

/// How a caller left the [Place] they were at.
public enum Leaving {
    /// They spoke with somebody, or had nothing more to wait for: the call is done.
    SERVED,
    /// Nobody answered, or the connection broke: go on down the plan.
    NOT_SERVED
}

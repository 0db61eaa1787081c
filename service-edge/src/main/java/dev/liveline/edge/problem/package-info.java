/// Errors as RFC 9457 `application/problem+json`. Start at [dev.liveline.edge.problem.Problem]; the mappers turn everything a resource can throw
/// into one.
@NullMarked
package dev.liveline.edge.problem;

import org.jspecify.annotations.NullMarked;

/// What the edges of all four services share, so that it cannot differ between them: start here.
///
/// [dev.liveline.edge.webhook] checks that Vapi sent a message, [dev.liveline.edge.access] says who a token belongs to and what that person
/// may see, [dev.liveline.edge.problem] answers errors as RFC 9457 problems. [dev.liveline.edge.Foundations] makes the clock, the random
/// source, the shards and the stream appender available for injection; [dev.liveline.edge.RequiredSettings] refuses to start without the
/// secrets a service needs; [dev.liveline.edge.ReadinessLog] says when a service stops being ready. Nothing about calls lives here.
@NullMarked
package dev.liveline.edge;

import org.jspecify.annotations.NullMarked;

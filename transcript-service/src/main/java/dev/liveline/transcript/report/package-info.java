/// Reports of ended calls to others, signed after Standard Webhooks. Start at [dev.liveline.transcript.report.ReportRound].
@NullMarked
package dev.liveline.transcript.report;

import org.jspecify.annotations.NullMarked;

/// What would change, and what has drifted: pure functions of a document, what was last applied, and what is at Vapi now. Start with
/// [dev.liveline.admin.plan.Planner] and [dev.liveline.admin.plan.Drift].
package dev.liveline.admin.plan;

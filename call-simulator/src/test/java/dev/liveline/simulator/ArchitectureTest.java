package dev.liveline.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.liveline.simulator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule conversationsArePure = classes().that()
        .resideInAPackage("..simulator.scenario..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.liveline.simulator.scenario..", "java.lang..", "java.time..",
                "java.util", "java.util.function..", "java.util.stream..", "java.util.regex..")
        .because("services' property tests replay them from a seed");

    @ArchTest
    static final ArchRule conversationsAskNoClockAndNoChance = noClasses().that()
        .resideInAPackage("..simulator.scenario..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .because("the same seed gives the same call, for ever");

    @ArchTest
    static final ArchRule soundKnowsNoCloud = noClasses().that()
        .resideInAPackage("..simulator.audio..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..simulator.vapi..", "..simulator.twilio..", "..simulator.drive..")
        .because("both clouds speak through it");

    @ArchTest
    static final ArchRule theGroundOfTheCloudsKnowsNone = noClasses().that()
        .resideInAPackage("..simulator.cloud..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..simulator.vapi..", "..simulator.twilio..")
        .because("both clouds stand on it");

    @ArchTest
    static final ArchRule vapiKnowsNoTwilio = noClasses().that()
        .resideInAPackage("..simulator.vapi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..simulator.twilio..", "..simulator.drive..", "..simulator.stack..")
        .because("Twilio calls Vapi, never the other way");

    @ArchTest
    static final ArchRule theSimulatorKnowsNoService = noClasses().that()
        .resideInAPackage("..simulator..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.liveline.events..", "dev.liveline.edge..", "dev.liveline.router..",
                "dev.liveline.transcript..", "dev.liveline.admin..", "dev.liveline.hub..", "io.quarkus..", "jakarta..")
        .because("it is what they are checked against");
}

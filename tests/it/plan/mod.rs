//! The plan, played: Kế hoạch 68/KH-UBND of Trà Vinh from an empty database to its awards, as one story over HTTP.

mod agencies;
mod appraisal;
mod consolidation;
mod consultations;
mod council;
mod decisions;
mod dossiers;
mod exemplars;
mod feedback;
mod final_review;
mod foundations;
mod guidance;
mod launch;
mod mobilisation;
mod own_plans;
mod recipients;
mod registration;
mod registry;
mod reports;
mod scoring;
mod second_phase;
mod statistics;
mod story;
mod work;

use tests::{App, both};

use self::story::Story;

/// Rows of the plan and the chapter that meets each.
const ROWS: [(&str, &str); 26] = [
    ("C1", "feedback"),
    ("H1", "launch"),
    ("H2", "launch"),
    ("I.4", "registration"),
    ("I.4b", "second phase"),
    ("I.5", "registration"),
    ("II.1", "registration"),
    ("II.2", "launch"),
    ("III.1", "appraisal"),
    ("III.2a", "decisions"),
    ("III.2b", "final review"),
    ("III.2c", "decisions"),
    ("III.3", "final review"),
    ("IV.1a", "own plans"),
    ("IV.1b", "reports"),
    ("IV.2", "work"),
    ("IV.3", "scoring"),
    ("IV.4a", "final review"),
    ("IV.4b", "second phase"),
    ("IV.5", "mobilisation"),
    ("IV.6a", "guidance"),
    ("IV.6b", "statistics"),
    ("IV.6c", "reports"),
    ("IV.6d", "exemplars"),
    ("IV.7", "exemplars"),
    ("N1", "recipients"),
];

both! {
    /// From the units of the province to the registry of awards, in the order of the plan.
    async fn the_plan_is_played(app: App) {
        let mut story = Story::new(app);
        foundations::foundations(&mut story).await;
        launch::launch(&mut story).await;
        recipients::recipients(&mut story).await;
        guidance::guidance(&mut story).await;
        own_plans::own_plans(&mut story).await;
        registration::registration(&mut story).await;
        reports::reports(&mut story).await;
        work::work(&mut story).await;
        feedback::feedback(&mut story).await;
        dossiers::dossiers(&mut story).await;
        consultations::consultations(&mut story).await;
        appraisal::appraisal(&mut story).await;
        council::council(&mut story).await;
        decisions::decisions(&mut story).await;
        consolidation::preliminary_review(&mut story).await;
        second_phase::second_phase(&mut story).await;
        exemplars::exemplars(&mut story).await;
        mobilisation::mobilisation(&mut story).await;
        final_review::final_review(&mut story).await;
        scoring::scoring(&mut story).await;
        agencies::agencies(&mut story).await;
        registry::registry(&mut story).await;
        statistics::statistics(&mut story).await;
        assert_eq!(story.met(), ROWS, "every row is met, each by its chapter");
    }
}

#pragma once

namespace pivotal::app {

/// Installs the translation for the system's language; English, with its plural forms, where there is none. Needs the
/// application object.
void installTranslations();

} // namespace pivotal::app

#pragma once

namespace pivotal::app {

/// Logs to a rotating file in the user's state folder (5 MB, three of them), asynchronously; DB_TRACE=true adds every
/// operation. Standard output and error belong to the commands.
void startLogging();

} // namespace pivotal::app

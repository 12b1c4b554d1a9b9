-- The tables of Pivotal Flow, exactly as the backend creates them (names as Prisma gives them). Only an empty
-- database gets them from here; where the backend was first, they are adopted as they are.

CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    slug VARCHAR(100) NOT NULL,
    domain VARCHAR(255),
    industry VARCHAR(100),
    size VARCHAR(50),
    timezone VARCHAR(50) NOT NULL DEFAULT 'UTC',
    currency VARCHAR(3) NOT NULL DEFAULT 'USD',
    "taxId" VARCHAR(100),
    address JSONB,
    "contactInfo" JSONB,
    settings JSONB NOT NULL DEFAULT '{}',
    "subscriptionPlan" VARCHAR(50) NOT NULL DEFAULT 'basic',
    "subscriptionStatus" VARCHAR(20) NOT NULL DEFAULT 'active',
    "trialEndsAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3)
);
CREATE UNIQUE INDEX organizations_slug_key ON organizations (slug);

CREATE TABLE organization_settings (
    id TEXT PRIMARY KEY,
    "organizationId" TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE ON UPDATE CASCADE,
    category VARCHAR(100) NOT NULL,
    key VARCHAR(255) NOT NULL,
    value JSONB NOT NULL,
    description TEXT,
    "isSystem" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL
);
CREATE UNIQUE INDEX "organization_settings_organizationId_category_key_key"
    ON organization_settings ("organizationId", category, key);

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    "organizationId" TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE ON UPDATE CASCADE,
    email VARCHAR(255) NOT NULL,
    username VARCHAR(100),
    "firstName" VARCHAR(100) NOT NULL,
    "lastName" VARCHAR(100) NOT NULL,
    "displayName" VARCHAR(200),
    "avatarUrl" TEXT,
    phone VARCHAR(20),
    timezone VARCHAR(50) NOT NULL DEFAULT 'UTC',
    locale VARCHAR(10) NOT NULL DEFAULT 'en-US',
    status VARCHAR(20) NOT NULL DEFAULT 'active',
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "emailVerifiedAt" TIMESTAMP(3),
    "lastLoginAt" TIMESTAMP(3),
    "loginCount" INTEGER NOT NULL DEFAULT 0,
    "failedLoginAttempts" INTEGER NOT NULL DEFAULT 0,
    "lockedUntil" TIMESTAMP(3),
    "passwordHash" VARCHAR(255),
    "mfaEnabled" BOOLEAN NOT NULL DEFAULT false,
    "mfaSecret" VARCHAR(255),
    preferences JSONB NOT NULL DEFAULT '{}',
    metadata JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3)
);
CREATE UNIQUE INDEX users_username_key ON users (username);
CREATE UNIQUE INDEX "users_organizationId_email_key" ON users ("organizationId", email);

CREATE TABLE roles (
    id TEXT PRIMARY KEY,
    "organizationId" TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE ON UPDATE CASCADE,
    name VARCHAR(100) NOT NULL,
    description TEXT,
    permissions JSONB NOT NULL DEFAULT '[]',
    "isSystem" BOOLEAN NOT NULL DEFAULT false,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL
);
CREATE UNIQUE INDEX "roles_organizationId_name_key" ON roles ("organizationId", name);

CREATE TABLE user_roles (
    id TEXT PRIMARY KEY,
    "userId" TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
    "roleId" TEXT NOT NULL REFERENCES roles (id) ON DELETE CASCADE ON UPDATE CASCADE,
    "organizationId" TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE ON UPDATE CASCADE,
    "assignedBy" TEXT REFERENCES users (id) ON DELETE SET NULL ON UPDATE CASCADE,
    "assignedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3),
    "isActive" BOOLEAN NOT NULL DEFAULT true
);
CREATE UNIQUE INDEX "user_roles_userId_roleId_organizationId_key" ON user_roles ("userId", "roleId", "organizationId");

CREATE TABLE permissions (
    id TEXT PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    description TEXT,
    category VARCHAR(100) NOT NULL,
    resource VARCHAR(100) NOT NULL,
    action VARCHAR(100) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX permissions_name_key ON permissions (name);
CREATE UNIQUE INDEX permissions_category_resource_action_key ON permissions (category, resource, action);

CREATE TABLE audit_logs (
    id TEXT PRIMARY KEY,
    "organizationId" TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE ON UPDATE CASCADE,
    "userId" TEXT REFERENCES users (id) ON DELETE SET NULL ON UPDATE CASCADE,
    action VARCHAR(100) NOT NULL,
    "entityType" VARCHAR(100) NOT NULL,
    "entityId" TEXT NOT NULL,
    "oldValues" JSONB,
    "newValues" JSONB,
    "ipAddress" VARCHAR(45),
    "userAgent" TEXT,
    "sessionId" VARCHAR(255),
    metadata JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);

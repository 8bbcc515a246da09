#!/usr/bin/env bash
# Deploys google.mjs and has Cloud Scheduler call it once a day, with an account that may call this function and nothing
# else: https://cloud.google.com/scheduler/docs/http-target-auth. Needs gcloud, signed in, with a project.
set -euo pipefail
cd "$(dirname "$0")"
: "${STORE_URL:?the address of the store}" "${STORE_TOKEN:?its token}"
region=${REGION:-us-central1}
project=$(gcloud config get-value project)
caller=cleanup-scheduler@$project.iam.gserviceaccount.com

gcloud functions deploy cleanup --gen2 --region "$region" --runtime nodejs22 --source . --entry-point cleanup \
  --trigger-http --no-allow-unauthenticated \
  --set-env-vars "MAX_AGE_DAYS=7,STORE_URL=$STORE_URL,STORE_TOKEN=$STORE_TOKEN"
uri=$(gcloud functions describe cleanup --gen2 --region "$region" --format 'value(serviceConfig.uri)')

gcloud iam service-accounts describe "$caller" >/dev/null 2>&1 ||
  gcloud iam service-accounts create cleanup-scheduler
gcloud run services add-iam-policy-binding cleanup --region "$region" \
  --member "serviceAccount:$caller" --role roles/run.invoker
gcloud scheduler jobs create http cleanup-daily --location "$region" --schedule '0 3 * * *' --time-zone Etc/UTC \
  --uri "$uri" --http-method POST --oidc-service-account-email "$caller" --oidc-token-audience "$uri"

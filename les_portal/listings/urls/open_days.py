app_name = "open_days"
urlpatterns = []
